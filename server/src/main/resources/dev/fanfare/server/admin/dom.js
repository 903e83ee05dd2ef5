/** Creates elements. Text becomes text nodes, never markup. */

/** Creates an element with attributes, listeners (`onclick`), and children: elements, texts, or null for none. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    else element.setAttribute(key, value === true ? '' : String(value))
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined))
  return element
}

/** Replaces the children of an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter(child => child !== null && child !== undefined))
  return element
}

/** Creates a table with a caption, column headers, and rows of cells. A column has `name` and `number` if it is aligned right. */
export function table(caption, columns, rows, empty) {
  const head = el('tr', {}, columns.map(column => el('th', {scope: 'col', class: column.number ? 'number' : null}, column.name)))
  const body = rows.map(cells => el('tr', {}, cells.map((cell, i) =>
    el(i === 0 ? 'th' : 'td', {scope: i === 0 ? 'row' : null, class: columns[i].number ? 'number' : null}, cell ?? ''))))
  if (rows.length === 0) body.push(el('tr', {}, el('td', {colspan: columns.length, class: 'empty'}, empty)))
  return el('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption},
    el('table', {}, el('caption', {}, caption), el('thead', {}, head), el('tbody', {}, body)))
}

let fields = 0

/** Creates a labelled field. */
export function field(label, control) {
  control.id = control.id || 'field-' + ++fields
  return el('div', {class: 'field'}, el('label', {for: control.id}, label), control)
}
