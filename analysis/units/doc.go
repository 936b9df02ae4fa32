// Package units is what metrics are measured in and what they count, as people read it. It is pure.
package units
