package store

import (
	"context"
	"strings"

	"spoor/store/sqlite"
)

// keptPrefix begins the settings that whoever shows the case keeps in it: views and bookmarks.
const keptPrefix = "kept:"

// Keep keeps a text in the case under a name; an empty text deletes it.
func (c *Case) Keep(ctx context.Context, name, text string) error {
	if err := c.checkPresence(); err != nil {
		return err
	}
	if text == "" {
		_, err := c.writer.ExecContext(ctx, "DELETE FROM setting WHERE key = ?", keptPrefix+name)
		return sqlite.Explain(err)
	}
	return c.setSetting(ctx, c.writer, keptPrefix+name, text)
}

// Kept are the texts that are kept in the case, by name.
func (c *Case) Kept(ctx context.Context) (map[string]string, error) {
	const query = "SELECT key, value FROM setting WHERE key >= ?1 AND key < ?1 || x'ff'"
	rows, err := c.reader.QueryContext(ctx, query, keptPrefix)
	if err != nil {
		return nil, sqlite.Explain(err)
	}
	defer rows.Close()
	kept := map[string]string{}
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return nil, sqlite.ScanError(err)
		}
		if name, ok := strings.CutPrefix(key, keptPrefix); ok {
			kept[name] = value
		}
	}
	return kept, sqlite.Explain(rows.Err())
}
