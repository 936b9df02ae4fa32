package store

import (
	"context"
	"fmt"

	"spoor/store/model"
	"spoor/store/sqlite"
)

// numberedRow is a row of a dictionary: columns of it, without its number. It is good only while it is handed over.
type numberedRow []sqlite.TextValue

// eachNumbered hands over columns of the entries of a dictionary, in the order of their numbers, which must be 1, 2, 3
// and so on.
func eachNumbered(ctx context.Context, db sqlite.Querier, dictionary string, columns []string,
	take func(row numberedRow) error) error {
	return (&sharedReader{db: db}).each(ctx, dictionary, columns, 0, take)
}

// each is eachNumbered for the entries after a number.
func (r *sharedReader) each(ctx context.Context, dictionary string, columns []string, number int64,
	take func(row numberedRow) error) error {
	var texts *sqlite.Texts
	err := r.alone(func(db sqlite.Querier) (err error) {
		texts, err = sqlite.OpenTexts(ctx, db, dictionary, columns...)
		return err
	})
	if err != nil {
		return err
	}
	piece, known := new(sqlite.TextPiece), number
	for i := texts.Behind(number); i < texts.Pieces(); i++ {
		if err := r.alone(func(sqlite.Querier) error { return texts.Fetch(ctx, i, piece) }); err != nil {
			return err
		}
		err := piece.Each(func(n int64, row []sqlite.TextValue) error {
			if n <= known {
				return nil
			}
			if number++; n != number {
				return fmt.Errorf("the %s after number %d has the number %d: %w", dictionary, number-1, n, model.ErrAltered)
			}
			return take(row)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
