// Package find is the language in which rows of lists are looked for: words, "two words", a|b, ~regexp, -not,
// column=value and column>5. It knows rows as texts; what else there is to ask of a list stands on its
// Words. A Prompt is where it is typed.
package find
