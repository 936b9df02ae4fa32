// Command robots renews analysis/web/robot_list.txt: make robots fetches the package crawler-user-agents and runs this
// with its package.json and its list.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
)

const header = "" +
	`# Marks of agents that declare themselves robots: the patterns of crawler-user-agents %s, written out as plain texts.
# "^" stands for the begin of the agent, "$" for its end. What also finds people is left out, see
# robot_list_left_out.txt. To renew: make robots
#
# From https://github.com/monperrus/crawler-user-agents, under the MIT licence:
# Copyright (c) 2017 Martin Monperrus
#
# Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
# documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
# rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
# permit persons to whom the Software is furnished to do so, subject to the following conditions: the above copyright
# notice and this permission notice shall be included in all copies or substantial portions of the Software. The
# Software is provided "as is", without warranty of any kind, express or implied, including but not limited to the
# warranties of merchantability, fitness for a particular purpose and noninfringement. In no event shall the authors
# or copyright holders be liable for any claim, damages or other liability, whether in an action of contract, tort or
# otherwise, arising from, out of or in connection with the Software or the use or other dealings in the Software.
`

func main() {
	log.SetFlags(0)
	var about struct{ Version string }
	var robots []struct{ Pattern string }
	for i, into := range []any{&about, &robots} {
		text, err := os.ReadFile(os.Args[1+i])
		if err == nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
	leftOut, err := os.ReadFile("analysis/web/robot_list_left_out.txt")
	if err != nil {
		log.Fatal(err)
	}
	var lines []string
	for _, robot := range robots {
		if strings.Contains("\n"+string(leftOut), "\n"+robot.Pattern+"\t") {
			continue
		}
		expression, err := syntax.Parse(robot.Pattern, syntax.Perl)
		texts := []string{""}
		if err == nil {
			texts, err = spell(expression)
		}
		if err != nil {
			log.Fatalf("%s: %v; leave it out, and say why, in robot_list_left_out.txt", robot.Pattern, err)
		}
		for _, text := range texts {
			if len(strings.Trim(text, "^$")) < 3 {
				log.Fatalf("%s: %q is too short to look for", robot.Pattern, text)
			}
		}
		lines = append(lines, texts...)
	}
	slices.Sort(lines)
	fmt.Printf(header, about.Version)
	for _, line := range slices.Compact(lines) {
		fmt.Println(line)
	}
}

// mostSpelled is how many texts a part of an expression may stand for.
const mostSpelled = 10

// spell writes out all texts that an expression finds.
func spell(e *syntax.Regexp) ([]string, error) {
	switch e.Op {
	case syntax.OpLiteral:
		return inCases(e)
	case syntax.OpBeginText:
		return []string{"^"}, nil
	case syntax.OpEndText:
		return []string{"$"}, nil
	case syntax.OpCapture:
		return spell(e.Sub[0])
	case syntax.OpCharClass:
		if texts := characters(e.Rune); len(texts) < mostSpelled {
			return texts, nil
		}
	case syntax.OpAlternate:
		var texts []string
		for _, part := range e.Sub {
			more, err := spell(part)
			if err != nil {
				return nil, err
			}
			texts = append(texts, more...)
		}
		return texts, nil
	case syntax.OpConcat:
		texts := []string{""}
		for _, part := range e.Sub {
			ends, err := spell(part)
			if err != nil {
				return nil, err
			}
			texts = joined(texts, ends)
		}
		return texts, nil
	}
	return nil, fmt.Errorf("%s is no plain text", e)
}

// characters are those in ranges of first and last, at most mostSpelled.
func characters(ranges []rune) []string {
	var texts []string
	for i := 0; i < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1] && len(texts) < mostSpelled; r++ {
			texts = append(texts, string(r))
		}
	}
	return texts
}

// inCases are the ways to write a literal: [wW] is one whose letter may be written in either case.
func inCases(e *syntax.Regexp) ([]string, error) {
	if e.Flags&syntax.FoldCase == 0 {
		return []string{string(e.Rune)}, nil
	}
	texts := []string{""}
	for _, r := range e.Rune {
		if texts = joined(texts, cases(r)); len(texts) > mostSpelled {
			return nil, fmt.Errorf("%s may be written in too many ways", e)
		}
	}
	return texts, nil
}

func cases(r rune) []string {
	if unicode.ToUpper(r) == unicode.ToLower(r) {
		return []string{string(r)}
	}
	return []string{string(unicode.ToUpper(r)), string(unicode.ToLower(r))}
}

// joined is every text with every end.
func joined(texts, ends []string) []string {
	var longer []string
	for _, text := range texts {
		for _, end := range ends {
			longer = append(longer, text+end)
		}
	}
	return longer
}
