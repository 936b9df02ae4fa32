// Package spelling gives what logs write in many ways one spelling each: the names of fields and paths to them, the
// addresses of clients, and the names that stand for nobody.
package spelling
