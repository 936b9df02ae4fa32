// Package jsonvalue says what values of JSON mean that are known to be well formed, without building anything.
package jsonvalue
