package packed

import (
	"encoding/binary"
	"math"
	"sync"

	"spoor/analysis"
	"spoor/analysis/stats"
	"spoor/analysis/web"
	"spoor/internal/hugepage"
)

// Users is what was measured of users, by number. They are measured in the order of their numbers and looked at in that
// of their keys: to put each where it belongs among the columns of a matrix waits for memory once for each of its
// values, and most of them say nothing. Here the values of a user lie together and take little, and the columns are
// written in the order in which they lie.
type Users struct {
	background analysis.Capabilities
	users      []user

	mutex  sync.Mutex
	blocks [][]byte // of values
	memory hugepage.Parts[byte]
}

// user is what is known of one user; most values lie elsewhere.
type user struct {
	stats    analysis.Stats
	together [len(analysis.TogetherRules)]float64 // their X, which others tell later
	place    int64                                // 1 + where the values begin, block after block; 0: nothing is known
}

// There is a bit for each rule.
var _ [64 - analysis.RuleCount]struct{}

// blockLength is how many bytes of values are in a block.
const blockLength = 1 << 18

// mostOfUser is how many bytes the values of one user take at most: which are evaluable, and for each rule a number of
// observations and a value; three numbers and a value for each requirement.
const mostOfUser = 8 + analysis.RuleCount*(binary.MaxVarintLen32+8) + web.MaxRequirements*(3*binary.MaxVarintLen32+8)

// NewUsers has room for so many numbers of users.
func NewUsers(numbers int, background analysis.Capabilities) *Users {
	return &Users{background: background, users: hugepage.Make[user](numbers)}
}

// Packer packs users, for one goroutine at a time. Several may pack different users at once.
type Packer struct {
	into   *Users
	values []byte // the block at hand
	begin  int64  // where it begins
}

// Packer returns a packer.
func (p *Users) Packer() *Packer { return &Packer{into: p} }

// Set packs what was measured of a user.
func (p *Packer) Set(user analysis.UserNumber, v *analysis.Measures) {
	if cap(p.values)-len(p.values) < mostOfUser {
		p.values, p.begin = p.into.block()
	}
	packed := &p.into.users[user]
	packed.stats, packed.place = v.Stats, p.begin+int64(len(p.values))+1
	for i, rule := range analysis.TogetherRules {
		packed.together[i] = v.Values[rule].X
	}
	p.values = appendValues(p.values, v, len(p.into.background.Requirements))
}

// block is memory for values, and where it begins.
func (p *Users) block() (block []byte, begin int64) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	block = p.memory.Next(blockLength)
	p.blocks = append(p.blocks, block)
	return block[:0], int64(len(p.blocks)-1) * blockLength
}

// appendValues appends which values are evaluable, a bit for each rule, then those, how many observations each rests
// on, and what the requirements say. Those that all users together tell are elsewhere.
func appendValues(to []byte, v *analysis.Measures, requirements int) []byte {
	at, evaluable := len(to), uint64(0)
	to = append(to, 0, 0, 0, 0, 0, 0, 0, 0)
	for r := range analysis.Rules {
		if x := v.Values[r].X; !math.IsNaN(x) && !analysis.RuleID(r).OfAllUsers() {
			evaluable |= 1 << r
			to = binary.LittleEndian.AppendUint64(to, math.Float64bits(x))
		}
	}
	binary.LittleEndian.PutUint64(to[at:], evaluable)
	for r := range analysis.Rules {
		to = binary.AppendUvarint(to, uint64(uint32(v.Values[r].N)))
	}
	for _, m := range v.Mismatches[:requirements] {
		for _, n := range []int32{m.Items, m.Unmet, m.Over} {
			to = binary.AppendUvarint(to, uint64(uint32(n)))
		}
		to = binary.LittleEndian.AppendUint64(to, math.Float64bits(m.Expected))
	}
	return to
}

// Count is how many numbers users may have.
func (p *Users) Count() int { return len(p.users) }

// Has reports whether a user was measured.
func (p *Users) Has(user analysis.UserNumber) bool { return p.users[user].place != 0 }

// Raise makes a value of a user that all of them together tell at least x, unless it is not evaluable.
func (p *Users) Raise(user analysis.UserNumber, rule analysis.RuleID, x float64) {
	for i, of := range analysis.TogetherRules {
		if value := &p.users[user].together[i]; of == rule && x > *value {
			*value = x
		}
	}
}

// Measures gives back what was measured of a user, who must have been.
func (p *Users) Measures(user analysis.UserNumber) (v analysis.Measures) {
	packed := &p.users[user]
	at := packed.place - 1
	v.Stats = packed.stats
	readValues(&v, p.blocks[at/blockLength][at%blockLength:], len(p.background.Requirements))
	for i, rule := range analysis.TogetherRules {
		v.Values[rule].X = packed.together[i]
	}
	return v
}

// readValues reads what appendValues wrote.
func readValues(v *analysis.Measures, from []byte, requirements int) {
	evaluable := binary.LittleEndian.Uint64(from)
	from = from[8:]
	value := func() float64 {
		x := math.Float64frombits(binary.LittleEndian.Uint64(from))
		from = from[8:]
		return x
	}
	whole := func() int32 {
		n, length := binary.Uvarint(from)
		from = from[length:]
		return int32(uint32(n))
	}
	for r := range analysis.Rules {
		v.Values[r].X = math.NaN()
		if evaluable&(1<<r) != 0 {
			v.Values[r].X = value()
		}
	}
	for r := range analysis.Rules {
		v.Values[r].N = whole()
	}
	for r := range v.Mismatches[:requirements] {
		v.Mismatches[r] = analysis.Mismatch{Items: whole(), Unmet: whole(), Over: whole(), Expected: value()}
	}
}

// Matrix is a matrix of users who have been measured. Their keys must be in byte order, each once; it keeps both lists.
func (p *Users) Matrix(ids []analysis.UserNumber, keys []string) *analysis.Matrix {
	m := analysis.NewUsers(ids, keys, p.background)
	stats.InParallel(len(ids), func(from, to int) {
		for row := from; row < to; row++ {
			v := p.Measures(ids[row])
			m.Set(row, &v)
		}
	})
	return m
}
