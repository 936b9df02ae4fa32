package load

import "bytes"

// rows reads rows, between which there are commas, behind the parenthesis of the first.
func (d *sqlDump) rows(names []string) {
	for d.err == nil {
		d.row(names)
		for d.err == nil {
			next, err := d.content.Peek(1)
			if err != nil || next[0] != ',' && next[0] != '(' && !isBlank(next[0]) {
				return
			}
			if d.next() == '(' {
				break
			}
		}
	}
}

// row reads the values of a row behind its parenthesis.
func (d *sqlDump) row(names []string) {
	var values [][]byte
	var value []byte
	depth, quoted := 0, false
	for d.err == nil {
		c := d.next()
		switch {
		case d.err != nil:
			continue
		case c == '\'' && depth > 0:
			value = append(value, d.text()...)
			continue
		case c == '\'': // what stood before it tells its kind
			value, quoted = d.text(), true
			continue
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == ')', c == ',' && depth == 0:
			if values = appendSQL(values, value, quoted); c == ')' {
				d.give(names, values)
				return
			}
			value, quoted = nil, false
			continue
		}
		if len(value) < LineLimit && !(quoted && isBlank(c)) {
			value = append(value, c)
		}
	}
	d.cut = append(append(bytes.Join(values, []byte{','}), ','), value...)
}

// appendSQL appends a value as it is meant, which is nil for NULL, as far as a row may go.
func appendSQL(values [][]byte, value []byte, quoted bool) [][]byte {
	size := len(value)
	for _, before := range values {
		size += len(before)
	}
	if len(values) == maxFields || size > maxConverted {
		return values
	}
	if !quoted { // else it may stand behind its character set, as in _binary 'x'
		value = bytes.TrimSpace(value)
		if bytes.EqualFold(value, []byte("NULL")) {
			value = nil
		}
	}
	return append(values, value)
}

// text is a text up to its quote, in which a quote is doubled or, in some dumps, has a backslash before it.
func (d *sqlDump) text() []byte {
	text := []byte{}
	for d.err == nil {
		c := d.next()
		switch {
		case d.err != nil:
			return text
		case c == '\\' && d.escapes:
			c = unescapedSQL(d.next())
		case c == '\'' && !d.peeks('\''):
			return text
		case c == '\'':
			d.next()
		}
		if len(text) < LineLimit {
			text = append(text, c)
		}
	}
	return text
}

func unescapedSQL(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'r':
		return '\r'
	case '0':
		return 0
	}
	return c
}

// copied reads the lines behind COPY, up to \. on a line of its own.
func (d *sqlDump) copied(names []string) {
	_, d.err = wholeLine(d.content) // the rest of that of COPY
	for d.err == nil {
		d.line++
		var line []byte
		if line, d.err = wholeLine(d.content); string(line) == `\.` || d.err != nil && len(line) == 0 {
			d.line++
			return
		}
		var values [][]byte
		for value := range bytes.SplitSeq(line, []byte{'\t'}) {
			if len(values) == maxFields {
				break
			}
			values = append(values, copiedValue(value))
		}
		err := d.err
		if d.give(names, values); d.err == nil {
			d.err = err
		}
	}
}

// copiedValue is a value of COPY as it is meant; nil is \N.
func copiedValue(value []byte) []byte {
	if string(value) == `\N` {
		return nil
	}
	text := []byte{}
	for i := 0; i < len(value); i++ {
		c := value[i]
		if c == '\\' && i+1 < len(value) {
			i++
			c = unescapedSQL(value[i])
		}
		text = append(text, c)
	}
	return text
}
