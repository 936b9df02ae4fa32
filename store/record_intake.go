package store

import (
	"slices"

	"spoor/store/logline"
	"spoor/store/model"
)

// recordIntake gathers the events of a load with their texts, for an engine that numbers none.
type recordIntake struct {
	records    []model.Record
	unfinished []bool
	texts      []byte // that the records are made of
}

// textsAtOnce is how many bytes of texts lie together.
const textsAtOnce = 1 << 20

// NewRecordIntake returns an intake whose runs hold records: they name nothing by numbers but their sources.
func NewRecordIntake() *Intake { return &Intake{records: &recordIntake{}} }

func (i *recordIntake) add(source int, line int64, e *logline.Event, unfinished bool) {
	r := model.NewRecord(source, line, e)
	for _, text := range []*[]byte{
		&r.User, &r.Action, &r.Target, &r.Menu, &r.Kind, &r.Outcome, &r.Address, &r.Agent, &r.Referrer,
	} {
		*text = i.keep(*text)
	}
	if len(i.records) == cap(i.records) { // records are large: to copy them often would take more time than all else
		i.records, i.unfinished = slices.Grow(i.records, len(i.records)+1024), slices.Grow(i.unfinished, len(i.records)+1024)
	}
	i.records, i.unfinished = append(i.records, r), append(i.unfinished, unfinished)
}

// keep copies a text.
func (i *recordIntake) keep(text []byte) []byte {
	if len(text) > cap(i.texts)-len(i.texts) {
		i.texts = make([]byte, 0, max(textsAtOnce, len(text)))
	}
	begin := len(i.texts)
	i.texts = append(i.texts, text...)
	return i.texts[begin:len(i.texts):len(i.texts)]
}

func (i *recordIntake) takeBack(source int) {
	kept := 0
	for n := range i.records {
		if i.unfinished[n] && int(i.records[n].Source) == source {
			continue
		}
		i.records[kept], i.unfinished[kept] = i.records[n], i.unfinished[n]
		kept++
	}
	i.records, i.unfinished = i.records[:kept], i.unfinished[:kept]
}

func (i *recordIntake) cut() *Run {
	run := &Run{Records: i.records, Unfinished: i.unfinished}
	count := len(run.Records) // the next is as large
	*i = recordIntake{records: make([]model.Record, 0, count), unfinished: make([]bool, 0, count)}
	return run
}
