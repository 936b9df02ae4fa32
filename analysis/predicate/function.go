package predicate

import (
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// function is what can be called.
type function struct {
	takes []kind
	gives kind
	check func(second ast.Node) error // nil: anything of its kind will do
	call  func(of []any) any          // nil: the library has it
	is    any                         // a function of its type
}

var functions = map[string]function{
	"lower": {takes: []kind{text}, gives: text}, "upper": {takes: []kind{text}, gives: text},
	"trim": {takes: []kind{text}, gives: text},
	"len":  {takes: []kind{text}, gives: number},
	"number": {takes: []kind{text}, gives: number, call: func(of []any) any {
		return numberOf(of[0].(string))
	}, is: numberOf},
	"containsAny":   anyOf(strings.Contains),
	"startsWithAny": anyOf(strings.HasPrefix),
	"endsWithAny":   anyOf(strings.HasSuffix),
	"inNetwork": {takes: []kind{text, text}, gives: truth, check: checkNetwork, is: inNetwork,
		call: func(of []any) any { return inNetwork(of[0].(string), of[1].(string)) }},
}

// words say what the function takes: "a text and a list of texts".
func (f *function) words() string {
	words := f.takes[0].String()
	if len(f.takes) > 1 {
		words += " and " + f.takes[1].String()
	}
	return words
}

// anyOf is a function that tells whether a text has any of several pieces.
func anyOf(has func(text, piece string) bool) function {
	return function{takes: []kind{text, texts}, gives: truth, is: func(string, []any) bool { return false },
		call: func(of []any) any {
			whole := of[0].(string)
			if pieces, folded := of[1].([]string); folded { // by the library, since it is constant
				for _, piece := range pieces {
					if has(whole, piece) {
						return true
					}
				}
				return false
			}
			for _, piece := range of[1].([]any) {
				if has(whole, piece.(string)) {
					return true
				}
			}
			return false
		}}
}

// numberOf reads a number; NaN, which is neither more nor less than any other, where it is none.
func numberOf(text string) float64 {
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

// inNetwork reports whether an address lies in a network, as 10.0.0.0/9. An address of version 4 that is written as one
// of version 6 counts as what it is.
func inNetwork(address, network string) bool {
	prefix, err := netip.ParsePrefix(network)
	ip, wrong := netip.ParseAddr(address)
	return err == nil && wrong == nil && prefix.Contains(ip.Unmap().WithZone(""))
}

func checkNetwork(second ast.Node) error {
	network, isText := second.(*ast.StringNode)
	if !isText {
		return fmt.Errorf("inNetwork takes a network in quotes on its right")
	}
	if _, err := netip.ParsePrefix(network.Value); err != nil {
		return fmt.Errorf("%q is not a network; write 10.0.0.0/8 or 2001:db8::/32", network.Value)
	}
	return nil
}
