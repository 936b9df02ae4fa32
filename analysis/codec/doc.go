// Package codec writes what is known of users compactly, and reads it where everything has other numbers. It is pure.
package codec
