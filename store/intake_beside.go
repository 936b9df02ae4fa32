package store

import (
	"runtime"

	"spoor/internal/hugepage"
	"spoor/store/model"
)

// waitingRows are rows without the numbers of their texts.
type waitingRows struct {
	texts *model.EventTexts
	rows  []row
}

func newWaitingRows() *waitingRows { return &waitingRows{texts: model.NewEventTexts(hasOther())} }

// hasOther reports whether there is another processor.
func hasOther() bool { return runtime.GOMAXPROCS(0) > 1 }

// numberedRows are those of a run.
type numberedRows struct {
	by   *model.EventNumbering
	rows []row
}

// take takes rows over, and makes room for others.
func (n *numberedRows) take(w *waitingRows) {
	if more := len(w.rows); more > cap(n.rows)-len(n.rows) {
		n.grow(more)
	}
	n.rows = n.number(w, n.rows)
}

// number appends rows with their numbers, and makes room for others.
func (n *numberedRows) number(w *waitingRows, to []row) []row {
	end := len(to)
	to = append(to, w.rows...)
	n.by.Number(w.texts, func(first int, numbers []model.Numbers) {
		rows := to[end+first:]
		for k, number := range numbers {
			rows[k].number(number)
		}
	})
	w.rows = w.rows[:0]
	return to
}

// grow makes room for more events than append would: copying those of a run again and again takes longer than asking
// for the memory, of which only what is written to is used.
func (n *numberedRows) grow(more int) {
	const least = 1 << 12
	grown := hugepage.Make[row](max(4*len(n.rows), len(n.rows)+more, least))
	n.rows = grown[:copy(grown, n.rows)]
}

// besideIntake numbers rows beside whoever adds others, which is a third of what there is to do for a line.
type besideIntake struct {
	wanted, spare chan *waitingRows
	ended         chan struct{}
}

// passOn makes room for events. Those that wait are numbered by somebody else, where there is another processor.
func (i *Intake) passOn() {
	if !hasOther() {
		i.numbered.take(i.waiting)
		return
	}
	if i.beside == nil {
		const ahead = 2
		if i.spare == nil {
			i.spare = make(chan *waitingRows, ahead+2)
			for range ahead + 1 {
				i.spare <- newWaitingRows()
			}
		}
		i.beside = &besideIntake{make(chan *waitingRows, ahead), i.spare, make(chan struct{})}
		go i.beside.run(i.numbered)
	}
	i.beside.wanted <- i.waiting
	i.waiting = <-i.spare
}

func (b *besideIntake) run(to *numberedRows) {
	defer close(b.ended)
	for waiting := range b.wanted {
		to.take(waiting)
		b.spare <- waiting
	}
}

// settle gives all events their numbers.
func (i *Intake) settle() {
	i.Stop()
	i.numbered.take(i.waiting)
}

// Stop ends what goes on beside the intake. It can be used again.
func (i *Intake) Stop() {
	if i.beside != nil {
		close(i.beside.wanted)
		<-i.beside.ended
		i.beside = nil
	}
}
