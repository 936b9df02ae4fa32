// Package codec writes facts of users compactly, and reads them where everything has other numbers. It is pure.
package codec
