/** Charts over time. */
import uPlot from './uplot.js'
import {el, fill} from './dom.js'

const HEIGHT = 120

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}

function time(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString('en-GB')
}

/** A chart of one series. The current value is a text, for everybody who cannot see the curve. */
export class Chart {
  constructor(title, format) {
    this.format = format
    this.data = [[], []]
    this.value = el('strong', {class: 'value'}, '–')
    this.plot = el('div', {class: 'plot', 'aria-hidden': 'true'})
    this.element = el('figure', {class: 'chart'}, el('figcaption', {}, el('span', {}, title), this.value), this.plot)
    this.resize = new ResizeObserver(() => this.uplot?.setSize({width: this.plot.clientWidth, height: HEIGHT}))
    this.resize.observe(this.plot)
    this.theme = matchMedia('(prefers-color-scheme: dark)')
    this.onTheme = () => this.draw()
    this.theme.addEventListener('change', this.onTheme)
  }

  /** Shows these values; `times` are seconds since 1970. */
  show(times, values) {
    this.data = [times, values]
    fill(this.value, values.length === 0 ? '–' : this.format(values[values.length - 1]))
    if (this.uplot) this.uplot.setData(this.data)
    else this.draw()
  }

  draw() {
    this.uplot?.destroy()
    if (this.plot.clientWidth === 0) return
    const axis = {stroke: color('--quiet'), grid: {stroke: color('--line'), width: 1}, ticks: {show: false}, font: '11px system-ui'}
    this.uplot = new uPlot({
      width: this.plot.clientWidth, height: HEIGHT, legend: {show: false}, cursor: {y: false, drag: {x: false, y: false}},
      scales: {y: {range: (u, min, max) => [0, Math.max(max * 1.1, 1)]}},
      axes: [{...axis, size: 28, space: 70, values: (u, ticks) => ticks.map(time)}, {...axis, size: 56, space: 36, values: (u, ticks) => ticks.map(this.format)}],
      series: [{}, {stroke: color('--accent'), fill: color('--accent-soft'), width: 1.5, points: {show: false}}]
    }, this.data, this.plot)
  }

  destroy() {
    this.resize.disconnect()
    this.theme.removeEventListener('change', this.onTheme)
    this.uplot?.destroy()
  }
}
