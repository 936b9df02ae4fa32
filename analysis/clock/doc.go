// Package clock tells the time of day and the day of the week in a zone, for many times one after the other. It is
// pure.
package clock
