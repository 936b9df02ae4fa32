// Package audit sums up what the users of a site do, in the two tables of the paper: how each metric spreads over all
// of them, and who is flagged beside everybody. It is pure.
package audit
