package stats

// least is the least id that there is: web.None.
const least = -1

// Counter counts how often each dictionary id occurs, for one user after the other: clearing it costs nothing.
type Counter struct {
	round int32
	last  []int32 // by id + 1: the round in which the id was last seen
	count []int32
}

// Clear forgets what was counted.
func (c *Counter) Clear() { c.round++ }

// Add counts one more of an id and returns how many there are now.
func (c *Counter) Add(id int32) int {
	k := c.begin(id, 0)
	c.count[k]++
	return int(c.count[k])
}

// Place keeps a place for an id in place of a count, the next one if it has none, and returns it.
func (c *Counter) Place(id int32, next int) int { return int(c.count[c.begin(id, int32(next))]) }

// begin is where the count of an id is. If it has not been seen since the last clear, its count begins.
func (c *Counter) begin(id, count int32) (k int) {
	k = int(id - least)
	if k >= len(c.last) {
		c.last, c.count = upTo(c.last, k), upTo(c.count, k)
	}
	if c.last[k] != c.round {
		c.last[k], c.count[k] = c.round, count
	}
	return k
}

// Of is how often an id has been counted.
func (c *Counter) Of(id int32) int {
	if !c.Has(id) {
		return 0
	}
	return int(c.count[int(id-least)])
}

// Has reports whether an id has been counted.
func (c *Counter) Has(id int32) bool {
	k := int(id - least)
	return k < len(c.last) && c.last[k] == c.round
}
