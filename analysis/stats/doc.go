// Package stats sorts and ranks columns of numbers, a million at a time, and takes their quantiles. It is pure.
package stats
