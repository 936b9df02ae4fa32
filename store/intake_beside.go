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

func (w *waitingRows) clear() {
	w.texts.Clear()
	w.rows = w.rows[:0]
}

// hasOther reports whether there is another processor.
func hasOther() bool { return runtime.GOMAXPROCS(0) > 1 }

// spareRows hands out waiting rows that are done with.
type spareRows chan *waitingRows

// mostSpare is how many of them are kept.
const mostSpare = 64

func (s spareRows) take() *waitingRows {
	select {
	case w := <-s:
		return w
	default:
		return newWaitingRows()
	}
}

func (s spareRows) give(w *waitingRows) {
	w.clear()
	select {
	case s <- w:
	default:
	}
}

// number gives the rows the numbers of the columns that are numbered by a numbering.
func (w *waitingRows) number(by *model.EventNumbering) {
	by.Number(w.texts, func(first int, numbers []model.Numbers) {
		rows := w.rows[first:]
		for k, number := range numbers {
			rows[k].add(number)
		}
	})
}

// numberings number all columns between them. Each column has its own goroutine where there are processors for that.
func numberings(d *model.Dictionaries) (list []*model.EventNumbering) {
	const many = 6
	columns := []model.Columns{model.AllColumns}
	if runtime.GOMAXPROCS(0) >= many {
		columns = []model.Columns{model.UserColumns, model.RequestColumn, model.ReferrerColumn}
	}
	for _, which := range columns {
		list = append(list, model.NewEventNumbering(d, which))
	}
	return list
}

// numberedRows are those of a run.
type numberedRows struct{ rows []row }

// take takes rows over.
func (n *numberedRows) take(w *waitingRows) {
	if more := len(w.rows); more > cap(n.rows)-len(n.rows) {
		n.grow(more)
	}
	n.rows = append(n.rows, w.rows...)
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
	wanted chan *waitingRows
	ended  chan struct{}
}

// rowsAhead is how many waiting rows may have been handed on to whoever is next.
const rowsAhead = 2

// numberBeside begins to number rows. They go from one numbering to the next, and so stay in their order.
func (i *Intake) numberBeside() *besideIntake {
	b := &besideIntake{make(chan *waitingRows, rowsAhead), make(chan struct{})}
	from, last := b.wanted, len(i.numberings)-1
	for _, by := range i.numberings[:last] {
		to := make(chan *waitingRows, rowsAhead)
		go func(from <-chan *waitingRows) {
			defer close(to)
			for w := range from {
				w.number(by)
				to <- w
			}
		}(from)
		from = to
	}
	go func() {
		defer close(b.ended)
		for w := range from {
			w.number(i.numberings[last])
			i.take(w)
		}
	}()
	return b
}

// take takes rows that have all their numbers.
func (i *Intake) take(w *waitingRows) {
	i.numbered.take(w)
	i.spare.give(w)
}

// number gives rows all their numbers.
func (i *Intake) number(w *waitingRows) {
	for _, by := range i.numberings {
		w.number(by)
	}
}

// passOn has rows numbered, by somebody else where there is another processor.
func (i *Intake) passOn(w *waitingRows) {
	if !hasOther() {
		i.number(w)
		i.take(w)
		return
	}
	if i.beside == nil {
		i.beside = i.numberBeside()
	}
	i.beside.wanted <- w
}

// settle gives all events their numbers.
func (i *Intake) settle() {
	i.Stop()
	i.number(i.waiting)
	i.take(i.waiting)
	i.waiting = i.spare.take()
}

// Stop ends what goes on beside the intake. It can be used again.
func (i *Intake) Stop() {
	if i.beside != nil {
		close(i.beside.wanted)
		<-i.beside.ended
		i.beside = nil
	}
}
