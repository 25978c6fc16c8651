import './style/tokens.css'
import './style/base.css'
import './style/buttons.css'
import './style/inputs.css'
import './style/overlays.css'
import './style/notices.css'
import './style/layout.css'
import './style/forms.css'
import './style/form-bar.css'
import './style/sortable.css'
import './style/build.css'
import './style/fields.css'
import './style/integrations.css'
import './style/logic.css'
import './style/responses.css'
import './style/settings.css'
import './style/inbox.css'
import { render } from 'preact'
import { App } from './app.tsx'
import { followAppearance } from './ui/appearance.ts'

followAppearance()
const place = document.getElementById('app')
if (place) render(<App />, place)
