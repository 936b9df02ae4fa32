package report

import (
	"bufio"
	"io"
	"regexp"
	"strings"

	"spoor/internal/clean"
)

// Markdown writes the table in GitHub's dialect. Text from outside is cleaned and escaped, and no address in it becomes
// a link.
func (t *Table) Markdown(w io.Writer) error {
	out := bufio.NewWriter(w)
	if t.Title != "" {
		out.WriteString("## " + escape(t.Title) + "\n\n")
	}
	write := func(cell func(i int) string) {
		for i := range t.Columns {
			out.WriteString("| " + cell(i) + " ")
		}
		out.WriteString("|\n")
	}
	write(func(i int) string { return escape(t.Columns[i].Heading()) })
	write(func(i int) string {
		if t.Columns[i].Right {
			return "--:"
		}
		return "---"
	})
	err := t.each(func(cells []Cell) error {
		write(func(i int) string { return escape(t.Columns[i].forPeople(cells[i])) })
		return nil
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

var (
	special = regexp.MustCompile("[\\\\`*_{}\\[\\]<>|#!~$]")
	address = regexp.MustCompile(`(?i)\b([a-z][a-z0-9+.-]*://|www\.)[^\s/?#]*`)
	schemes = strings.NewReplacer("http", "hxxp", "ftp", "fxp")
)

func escape(s string) string {
	s = address.ReplaceAllStringFunc(clean.Text(s), defang)
	s = strings.ReplaceAll(s, "&", "&amp;")
	return special.ReplaceAllString(s, `\$0`)
}

// defang rewrites the scheme and host of an address as people do who exchange hostile addresses: hxxp://a[.]b.
func defang(address string) string {
	scheme, host, found := strings.Cut(address, "://")
	if !found {
		return strings.ReplaceAll(address, ".", "[.]")
	}
	return schemes.Replace(strings.ToLower(scheme)) + "://" + strings.ReplaceAll(host, ".", "[.]")
}
