// Package pivots is the screen that lists the items or the addresses of a case, and leads to the users of each.
package pivots
