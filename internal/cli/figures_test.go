package cli

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// writtenParts are the parts of a page that make docs-figures writes, by name.
func writtenParts(t *testing.T, page string) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../../docs/" + page)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, begin := range regexp.MustCompile(`(?m)^<!-- ([a-z]+) -->$`).FindAllSubmatchIndex(text, -1) {
		name := string(text[begin[2]:begin[3]])
		part, _, ends := strings.Cut(string(text[begin[1]:]), "<!-- end of "+name+" -->")
		if !ends || strings.TrimSpace(part) == "" {
			t.Errorf("%s: %s has no end, or nothing in it; make docs-figures writes it", page, name)
		}
		parts[name] = part
	}
	return parts
}

// figure is a number with its unit.
var figure = regexp.MustCompile(`\d[\d.,]* ?(%|×|ms|MB|GB|bytes|s\b)`)

// TestFiguresOfTheReadme compares what the README says in figures with the parts of docs that scripts write.
func TestFiguresOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	quality := writtenParts(t, "quality.md")["means"]
	all := quality
	for _, part := range writtenParts(t, "speed.md") {
		all += part
	}
	for _, found := range figure.FindAllString(string(readme), -1) {
		if !strings.Contains(all, found) {
			t.Errorf("README says %q, and no part that make docs-figures writes does", found)
		}
	}
	strict := regexp.MustCompile(`(?m)^\| strict \|.*$`).FindString(quality)
	columns := strings.Split(regexp.MustCompile(`(?m)^\| rules \|.*$`).FindString(quality), "|")
	values := strings.Split(strict, "|")
	if strict == "" || len(values) != len(columns) {
		t.Fatalf("the means of strict are not in\n%s", quality)
	}
	for name, says := range map[string]string{
		"precision": "%s in ten of the flagged are bad",
		"recall":    "%s in ten of the bad are flagged",
	} {
		for i, column := range columns {
			if strings.TrimSpace(column) != name {
				continue
			}
			x, err := strconv.ParseFloat(strings.TrimSpace(values[i]), 64)
			if err != nil {
				t.Fatal(err)
			}
			tenths := strings.Fields("none one two three four five six seven eight nine ten")[int(math.Round(10*x))]
			if want := fmt.Sprintf(says, tenths); !strings.Contains(string(readme), want) {
				t.Errorf("README does not say %q, and %s is %v", want, name, x)
			}
		}
	}
}

// TestFiguresNameTheirMachine looks at each part that a script writes.
func TestFiguresNameTheirMachine(t *testing.T) {
	for _, page := range []string{"quality.md", "paper.md", "speed.md"} {
		for name, part := range writtenParts(t, page) {
			first, _, _ := strings.Cut(strings.TrimSpace(part), "\n")
			if name != "shapes" && !strings.Contains(first, " processors") {
				t.Errorf("%s: %s does not say what it was measured on", page, name)
			}
		}
	}
}
