package sqlite

import "runtime"

// recordsTogether is how many rows are made records of at a time where several processors do that.
const recordsTogether = 256

// records gives the record of each row in turn, each until the next one is asked for. Where there is another processor
// and rows can be put beside each other, records are made ahead. All of them must be asked for.
func (r *Rows) records() (next func() *record) {
	if processors := runtime.GOMAXPROCS(0); processors > 1 && r.Puts != nil && r.Count > recordsTogether {
		return r.recordsAhead(processors)
	}
	row, one := 0, &record{}
	return func() *record {
		one.clear()
		r.put(row, one)
		row++
		return one
	}
}

// recordsAhead is records by several goroutines, each of which takes every so many stretches of rows.
func (r *Rows) recordsAhead(goroutines int) (next func() *record) {
	made := make([]chan []record, goroutines)
	spare := make(chan []record, 2*goroutines) // as many as there are at most
	for i := range made {
		made[i] = make(chan []record, 1)
		go r.makeRecords(i*recordsTogether, goroutines*recordsTogether, made[i], spare)
	}
	turn, at := -1, 0
	var records []record
	return func() *record {
		if at == len(records) {
			if records != nil {
				spare <- records
			}
			turn, at = (turn+1)%goroutines, 0
			records = <-made[turn]
		}
		at++
		return &records[at-1]
	}
}

// makeRecords makes stretches of records, from a row on and one in so many rows.
func (r *Rows) makeRecords(first, step int, made chan<- []record, spare <-chan []record) {
	own := *r
	own.Put = r.Puts()
	for ; first < r.Count; first += step {
		var records []record
		select {
		case records = <-spare:
		default:
			records = make([]record, recordsTogether)
		}
		records = records[:min(recordsTogether, r.Count-first)]
		for i := range records {
			records[i].clear()
			own.put(first+i, &records[i])
		}
		made <- records
	}
}
