// Package why says of a user what each rule finds, in sentences and pictures: in full with histograms, briefly beside
// the list of users, and in a line as the names of the rules that are hit.
package why
