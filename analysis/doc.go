// Package analysis turns the events of users into metrics, judges the metrics against the ordinary users, and says why.
//
// The way of a user: a Site says what the requests mean and Knowledge what the items ask for, CutSessions and Measurer
// make a row of metrics of the user's events, a Matrix holds the rows of all users in columns, FitBaseline learns from
// it what is ordinary, a Judge holds how far every user is from that, and Judge.Evaluate applies a RuleSet: what-if is
// the same call with another rule set, and Diff says what differs.
//
// A rule is a file: metric_reading_time.go measures it and says how it is judged, and Rules lists it. Site
// descriptions, rule sets and baselines are read from and written as TOML.
//
// The package is pure: no input or output, no clock (the end of the Window is "now"), no randomness but a fixed seed.
// Every order is total, with the user's key, that is the row of the Matrix, as the final tie-break.
package analysis
