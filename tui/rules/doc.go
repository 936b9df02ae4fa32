// Package rules is the screen on which rules are turned, and who enters and leaves the flagged users by that: the
// what-if. From it two rule sets are set beside each other, and rules of one's own are written.
package rules
