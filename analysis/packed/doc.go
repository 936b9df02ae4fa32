// Package packed keeps what was measured of users in little memory, in the order in which they are measured.
package packed
