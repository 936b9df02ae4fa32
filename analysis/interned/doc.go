// Package interned holds values that are alike once, as long as somebody uses them.
package interned
