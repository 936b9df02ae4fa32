// Package stats sorts and ranks columns of numbers, a million at a time, and takes their quantiles; tables that grow
// are here as well. It is pure.
package stats
