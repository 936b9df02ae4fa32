package report

import (
	"bufio"
	"html"
	"io"
	"strings"

	"spoor/internal/clean"
)

// page is what comes before the table: nothing may be fetched or run, whatever a log holds.
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>TITLE</title>
<style>
:root { color-scheme: light dark }
body { font: 14px/1.4 system-ui, sans-serif; margin: 2em }
table { border-collapse: collapse }
th, td { text-align: left; vertical-align: top; padding: .3em .8em; border-bottom: 1px solid #8884 }
th { position: sticky; top: 0; background: Canvas }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
</style>
</head>
<body>
<h1>TITLE</h1>
<p>NOTE</p>
<table>
`

// HTML writes the table as a page of its own, to be sent to somebody: it needs nothing else, and text from outside,
// cleaned and escaped, is neither markup nor a link in it. A line feed in a cell begins a new line. The note stands
// between title and table.
func (t *Table) HTML(w io.Writer, note string) error {
	out := bufio.NewWriter(w)
	out.WriteString(strings.NewReplacer("TITLE", markup(t.Title), "NOTE", markup(note)).Replace(page))
	if err := t.htmlRows(out); err != nil {
		return err
	}
	out.WriteString("</table>\n</body>\n</html>\n")
	return out.Flush()
}

// htmlRows writes the head and the rows.
func (t *Table) htmlRows(out *bufio.Writer) error {
	write := func(tag string, cell func(i int) string) {
		out.WriteString("<tr>")
		for i, column := range t.Columns {
			class := ""
			if column.Right {
				class = ` class="number"`
			}
			out.WriteString("<" + tag + class + ">" + markup(cell(i)) + "</" + tag + ">")
		}
		out.WriteString("</tr>\n")
	}
	out.WriteString("<thead>")
	write("th", func(i int) string { return t.Columns[i].Heading() })
	out.WriteString("</thead>\n<tbody>\n")
	err := t.each(func(cells []Cell) error {
		write("td", func(i int) string { return t.Columns[i].forPeople(cells[i]) })
		return nil
	})
	if err != nil {
		return err
	}
	_, err = out.WriteString("</tbody>\n")
	return err
}

func markup(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = html.EscapeString(clean.Text(line))
	}
	return strings.Join(lines, "<br>")
}
