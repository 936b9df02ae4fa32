// Package analysis turns the events of users into metrics, judges the metrics against the ordinary users, and says why.
//
// The way of a user: CutSessions and Measurer make a row of metrics of the user's events, a Matrix holds the rows of all
// users in columns, FitBaseline learns from it what is ordinary, a Judge holds how far every user is from that, and
// Judge.Evaluate applies a RuleSet: what-if is the same call with another rule set.
//
// The package is pure: no input or output, no clock (the end of the Window is "now"), no randomness but a fixed seed.
// Every order is total, with the user's key, that is the row of the Matrix, as the final tie-break.
package analysis
