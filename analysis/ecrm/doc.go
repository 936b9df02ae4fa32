// Package ecrm puts users into the segments of customer management: who is new, who is loyal, and who is about to
// leave.
package ecrm
