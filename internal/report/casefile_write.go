package report

import (
	"archive/zip"
	"bufio"
	"fmt"
	"html"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"spoor/internal/clean"
)

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// HTML writes the file as one page that needs nothing else: no script, nothing that is fetched, and all text from
// outside escaped.
func (f *CaseFile) HTML(w io.Writer) error {
	out := bufio.NewWriter(w)
	head, _, _ := strings.Cut(page, "<h1>")
	out.WriteString(strings.NewReplacer("TITLE", markup(f.User)).Replace(head))
	out.WriteString("<h1>" + markup(f.User) + "</h1>\n<p><b>" + markup(f.Heading) + "</b></p>\n<h2>why</h2>\n")
	if len(f.Reasons) == 0 {
		out.WriteString("<p>no rule is hit</p>\n")
	}
	for _, r := range f.Reasons {
		out.WriteString("<p>" + markup(r.Mark+" "+r.Sentence) + "</p>\n" + r.Picture.SVG() + "\n")
	}
	out.WriteString("<h2>what it rests on</h2>\n<table>\n")
	for _, fact := range f.Facts {
		out.WriteString("<tr><th>" + markup(fact.Name) + "</th><td>" + markup(fact.Value) + "</td></tr>\n")
	}
	out.WriteString("</table>\n")
	for _, note := range f.Notes {
		out.WriteString("<p>– " + markup(note) + "</p>\n")
	}
	for _, t := range f.Tables {
		out.WriteString("<h2>" + markup(t.Title) + "</h2>\n<table>\n")
		if err := t.htmlRows(out); err != nil {
			return err
		}
		out.WriteString("</table>\n")
	}
	out.WriteString("<h2>rules</h2>\n<pre>" + html.EscapeString(cleanLines(f.Rules)) + "</pre>\n</body>\n</html>\n")
	return out.Flush()
}

// Markdown writes the file as Markdown, without the pictures.
func (f *CaseFile) Markdown(w io.Writer) error {
	out := bufio.NewWriter(w)
	line := escape
	fmt.Fprintf(out, "# %s\n\n%s\n\n## why\n\n", line(f.User), line(f.Heading))
	for _, r := range f.Reasons {
		fmt.Fprintf(out, "- %s %s\n", r.Mark, line(r.Sentence))
	}
	out.WriteString("\n## what it rests on\n\n")
	for _, fact := range f.Facts {
		if fact.Value == f.Command {
			continue // see below, as it is
		}
		fmt.Fprintf(out, "- %s: %s\n", line(fact.Name), line(fact.Value))
	}
	for _, note := range f.Notes {
		fmt.Fprintf(out, "- %s\n", line(note))
	}
	out.WriteByte('\n')
	for _, t := range f.Tables {
		if err := t.Markdown(out); err != nil {
			return err
		}
		out.WriteByte('\n')
	}
	fmt.Fprintf(out, "## made by\n\n%s\n## rules\n\n%s", indented(clean.Text(f.Command)), indented(cleanLines(f.Rules)))
	return out.Flush()
}

// Zip writes the file as an archive: the page, the Markdown, each table as CSV that spreadsheets read as it is meant,
// the rules, and the command that makes all of it again.
func (f *CaseFile) Zip(w io.Writer) error {
	archive := zip.NewWriter(w)
	parts := []struct {
		name  string
		write func(io.Writer) error
	}{
		{FileName(f.User, "case", ".html"), f.HTML}, {FileName(f.User, "case", ".md"), f.Markdown},
		{"rules.toml", func(to io.Writer) error { return writeText(to, f.Rules) }},
		{"command.txt", func(to io.Writer) error { return writeText(to, clean.Text(f.Command)+"\n") }},
	}
	for _, t := range f.Tables {
		parts = append(parts, struct {
			name  string
			write func(io.Writer) error
		}{FileName(f.User, t.Title, ".csv"), t.SpreadsheetCSV})
	}
	for _, part := range parts {
		// without a time: the same each time
		to, err := archive.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if err := part.write(to); err != nil {
			return err
		}
	}
	return archive.Close()
}

func writeText(w io.Writer, text string) error {
	_, err := io.WriteString(w, text)
	return err
}

// cleanLines makes each line of a text harmless.
func cleanLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = clean.Text(lines[i])
	}
	return strings.Join(lines, "\n")
}

// indented is a text as a block of Markdown in which nothing is markup.
func indented(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ") + "\n"
}
