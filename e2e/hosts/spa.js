// Swaps its one screen for another, as routers do: whole subtrees come and go.
const app = document.getElementById('app')

document.getElementById('contact').addEventListener('click', () => {
  const section = document.createElement('section')
  const place = document.createElement('div')
  place.setAttribute('data-fieldpost', 'FORM_ID')
  section.append(place)
  app.replaceChildren(section)
})

document.getElementById('home').addEventListener('click', () => {
  const greeting = document.createElement('p')
  greeting.textContent = 'Welcome home.'
  app.replaceChildren(greeting)
})
