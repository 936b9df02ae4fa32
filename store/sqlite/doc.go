// Package sqlite is the wall around SQLite: what reads and writes pages, records and trees of its file format, and what
// knows the driver, its codes and its settings. Beyond the wall there are SQL, rows and values.
//
// Rows come in by [Insert], which lays them out as pages of a database in memory that SQLite takes over. Tables of
// numbers come out by [OpenTable], which reads the pages that hold them, and all else by [Batch]. A file may be
// damaged, or made to do harm: whatever is read out of it here is what SQL gives, or an error ([IsDamage]), in time and
// memory that its size bounds. Where somebody would rather have SQL alone, [Plain] has it.
//
// docs/pages.md tells how much of the format this is, and why it is sound.
package sqlite
