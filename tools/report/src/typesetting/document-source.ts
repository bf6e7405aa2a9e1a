/**
 * The one Typst program of this package. It holds no data: the report comes as JSON through `sys.inputs`, pictures as
 * files in memory, and every text of them is set as a string, which Typst never reads as markup.
 */
export const documentSource: string = String.raw`
#let report = json(bytes(sys.inputs.report))

#let ink = rgb("#111827")
#let quiet = rgb("#5b6472")
#let line = rgb("#d5d9e0")
#let shade = rgb("#f3f5f8")
#let accent = rgb("#0072b2")
#let sans(size, body, ..style) = text(font: ("DejaVu Sans", "Libertinus Serif"), stretch: 75%, size: size, ..style, body)
#let tones = (neutral: quiet, good: rgb("#00795a"), warning: rgb("#a85f00"), bad: rgb("#b3261e"))

#set document(
  title: report.title,
  author: report.authors,
  date: if report.date == none { none } else { datetime(..report.date) },
)
// The stretch leads to the bundled DejaVu even where the machine has another.
#set text(lang: "en", font: ("Libertinus Serif", "DejaVu Sans"), stretch: 75%, size: 10.5pt, fill: ink, number-width: "tabular")
#set par(leading: 0.66em, spacing: 1.05em)
#let text-width = 166mm
#let text-height = 250mm
#set page(
  paper: "a4",
  margin: (x: (210mm - text-width) / 2, top: 24mm, bottom: 297mm - 24mm - text-height),
  header: context if counter(page).get().first() > 1 {
    sans(8pt, fill: quiet, grid(columns: (1fr, auto), column-gutter: 12pt, report.short_title, report.date_text))
    v(-0.5em)
    std.line(length: 100%, stroke: 0.5pt + line)
  },
  footer: context sans(8pt, fill: quiet, grid(
    columns: (1fr, auto),
    column-gutter: 12pt,
    report.footer,
    "Page " + str(counter(page).get().first()) + " of " + str(counter(page).final().first()),
  )),
)

#show title: it => block(above: 0pt, below: 0.7em, sans(22pt, weight: "bold", hyphenate: false, report.title))
#show heading: set text(font: ("DejaVu Sans", "Libertinus Serif"), stretch: 75%, hyphenate: false)
#show heading: set block(sticky: true)
#show heading.where(level: 1): set text(size: 14.5pt)
#show heading.where(level: 1): set block(above: 1.9em, below: 0.85em)
#show heading.where(level: 2): set text(size: 12pt)
#show heading.where(level: 2): set block(above: 1.6em, below: 0.75em)
#show heading.where(level: 3): set text(size: 10.5pt)
#show link: set text(fill: accent)
#show raw: set text(font: "DejaVu Sans Mono", size: 8.5pt)
#show figure.caption: it => block(width: 100%, align(left, sans(8.6pt, fill: quiet, it)))
#set figure(gap: 0.7em)
#show figure.where(kind: "table"): set block(breakable: true)

#let inline(run) = run.map(part => {
  if part.t == "text" { part.v }
  else if part.t == "code" { raw(part.v) }
  else if part.t == "break" { linebreak() }
  else if part.t == "strong" { strong(inline(part.c)) }
  else if part.t == "em" { emph(inline(part.c)) }
  else if part.t == "strike" { strike(inline(part.c)) }
  else { link(part.url, inline(part.c)) }
}).join()

#let directed(it, body) = if it.at("rtl", default: false) {
  set text(dir: rtl)
  set align(right)
  body
} else { body }

#let cell(value) = if type(value) == str { value } else { inline(value) }

// A table that is no longer than half a page stays whole, with the note below it.
#let data-table(it, note: none) = {
  let tight = it.widths.len() > 7
  let headed = it.header.len() > 0
  let body = table(
    columns: it.widths.map(width => if width == none { auto } else { width * 1fr }),
    align: it.align.map(side => if side == "right" { right } else if side == "center" { center } else { left }),
    stroke: (x, y) => (bottom: if y == 0 and headed { 0.8pt + quiet } else { 0.4pt + line }),
    inset: (x: if tight { 3pt } else { 6pt }, y: 4.6pt),
    ..if headed { (table.header(..it.header.map(value => strong(cell(value)))),) },
    ..it.rows.map(row => row.map(cell)).flatten(),
  )
  let set-table = block(width: 100%, above: 1.2em, below: 1.2em, sans(if tight { 7.2pt } else { 8.8pt }, body))
  let caption = it.at("caption", default: none)
  let whole = if caption == none { set-table } else {
    figure(set-table, caption: figure.caption(position: top, caption), kind: "table", supplement: none, numbering: none)
  } + if note != none { block(above: 0.8em, sans(8.6pt, fill: quiet, inline(note.c))) }
  if it.rows.len() > 30 { whole } else {
    context {
      let isShort = measure(block(width: text-width, whole)).height < text-height / 2
      block(width: 100%, above: 1.2em, below: 1.2em, breakable: not isShort, whole)
    }
  }
}

#let tiles(it) = {
  let rows = calc.ceil(it.items.len() / 4)
  let longest = calc.max(..it.items.map(item => item.text.clusters().len()))
  // One size for all: a smaller figure would look like a lesser one.
  let size = if longest <= 11 { 14pt } else if longest <= 16 { 11.5pt } else { 9.5pt }
  block(width: 100%, above: 1.4em, below: 1.6em, grid(
    columns: (1fr,) * calc.ceil(it.items.len() / rows),
    gutter: 8pt,
    fill: shade,
    inset: 9pt,
    ..it.items.map(item => grid.cell({
      sans(7.8pt, fill: quiet, item.label)
      linebreak()
      sans(size, weight: "bold", item.text)
    })),
  ))
}

// Charts are drawn in one width, so that their letters have one size; two go on a page.
#let usual-width = 134mm
#let picture(it, width) = {
  let whole = image(it.path, alt: it.alt, width: width)
  let height = measure(whole).height
  let most = if height < width { 0.6 * width } else { 200mm }
  align(center, if height <= most { whole } else { image(it.path, alt: it.alt, height: most) })
}

#let chart(it, width: usual-width) = block(width: 100%, above: 1.5em, below: 1.5em, figure(
  block(width: 100%, stroke: 0.6pt + line, radius: 3pt, inset: 5pt, context picture(it, width)),
  caption: figure.caption(it.caption),
  kind: "chart",
  supplement: "Figure",
  numbering: "1",
))

#let callout(it) = {
  let color = tones.at(it.tone)
  block(width: 100%, above: 1.3em, below: 1.3em, fill: shade, stroke: (left: 3pt + color), inset: (left: 12pt, rest: 9pt), {
    sans(8pt, fill: quiet, it.label)
    linebreak()
    sans(14pt, weight: "bold", fill: color, it.title)
    if it.text != "" { parbreak(); it.text }
  })
}

#let is-note(it) = it != none and it.t == "par" and it.at("muted", default: false)

#let render(blocks) = for (place, it) in blocks.enumerate() {
  let next = blocks.at(place + 1, default: none)
  let before = if place > 0 { blocks.at(place - 1) }
  if before != none and before.t == "table" and is-note(it) {
    // It stands below the table already.
  }
  else if it.t == "par" { directed(it, par(if it.at("muted", default: false) { sans(8.6pt, fill: quiet, inline(it.c)) } else { inline(it.c) })) }
  else if it.t == "heading" { directed(it, heading(level: it.level, inline(it.c))) }
  else if it.t == "table" { data-table(it, note: if is-note(next) { next }) }
  else if it.t == "figures" { tiles(it) }
  else if it.t == "chart" { chart(it) }
  else if it.t == "callout" { callout(it) }
  else if it.t == "list" {
    let items = it.items.map(render)
    if it.ordered { enum(start: it.start, ..items) } else { list(..items) }
  }
  else if it.t == "quote" {
    block(width: 100%, stroke: (left: 2pt + line), inset: (left: 11pt, y: 2pt), {
      render(it.blocks)
      let source = it.at("source", default: none)
      if source != none { sans(8.2pt, fill: quiet, source) }
    })
  }
  else if it.t == "code" { block(width: 100%, fill: shade, radius: 3pt, inset: 8pt, raw(it.v, block: true)) }
  else if it.t == "rule" { block(above: 1.4em, below: 1.4em, std.line(length: 100%, stroke: 0.6pt + line)) }
}

#let head = {
  block(below: 0.9em, rect(width: 34mm, height: 3.2pt, fill: accent))
  title()
  if report.subtitle != "" { block(below: 0.6em, sans(10pt, fill: quiet, report.subtitle)) }
}
#head
// A short report needs no map.
#context if report.contents and counter(page).final().first() > 4 {
  show outline: it => sans(9.5pt, it)
  outline(title: "Contents", depth: 2)
}

// Charts that follow a short opening share the first page: as many as it has room for, as wide as they can be.
#let opening = report.blocks.position(it => it.t == "chart")
#if opening == none or opening > 6 or report.contents { render(report.blocks) } else {
  let blocks = report.blocks.slice(0, opening)
  let charts = report.blocks.slice(opening)
  let others = charts.position(it => it.t != "chart")
  let rest = if others == none { () } else { charts.slice(others) }
  charts = if others == none { charts } else { charts.slice(0, others) }
  render(blocks)
  context {
    let height(body) = measure(block(width: text-width, body)).height
    let room = text-height - height({ head; render(blocks) }) - 2.5em.to-absolute()
    let fits((count, width)) = height(for it in charts.slice(0, count) { chart(it, width: width) }) <= room
    let widths = range(159, 115, step: -4).map(width => width * 1mm)
    let choices = range(calc.min(charts.len(), 4), 0, step: -1).map(count => widths.map(width => (count, width))).join()
    let choice = choices.find(fits)
    let (count, width) = if choice == none { (0, usual-width) } else { choice }
    for (place, it) in charts.enumerate() { chart(it, width: if place < count { width } else { usual-width }) }
  }
  render(rest)
}
`;
