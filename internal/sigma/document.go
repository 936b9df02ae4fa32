package sigma

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Limit is how many bytes a file may have, and mostNodes how many values a rule may have with all that its aliases
// stand for.
const (
	Limit     = 4 << 20
	mostNodes = 20_000
)

// document is one rule of a file.
type document struct {
	file  string
	line  int
	root  *yaml.Node // a mapping, without aliases
	wrong error      // why it can't be read
}

// readDocuments reads a file of one or more documents. Those before an error are there.
func readDocuments(file File) (documents []*document, err error) {
	if len(file.Text) > Limit {
		return nil, fmt.Errorf("a file of rules has at most %d MiB, and this one has more; is it the right one?", Limit>>20)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(file.Text, []byte("\xEF\xBB\xBF"))))
	for {
		var node yaml.Node
		err := decoder.Decode(&node)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return documents, errors.New(strings.TrimPrefix(firstLine(err.Error()), "yaml: "))
		}
		if node.Kind != yaml.DocumentNode || len(node.Content) == 0 || isNull(node.Content[0]) {
			continue
		}
		d := &document{file: file.Name, line: node.Content[0].Line}
		copier := copier{}
		d.root, d.wrong = copier.copy(node.Content[0], 0)
		if d.wrong == nil && d.root.Kind != yaml.MappingNode {
			d.root, d.wrong = nil, errors.New("not a Sigma rule: it is not made of keys and values")
		}
		documents = append(documents, d)
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// copier copies values with what their aliases stand for, up to a number of them.
type copier struct{ nodes int }

const deepest = 100

func (c *copier) copy(n *yaml.Node, depth int) (*yaml.Node, error) {
	if c.nodes++; c.nodes > mostNodes || depth > deepest {
		return nil, fmt.Errorf("line %d: the rule is too large: at most %d values, %d deep, are read", n.Line, mostNodes,
			deepest)
	}
	if n.Kind == yaml.AliasNode {
		return c.copy(n.Alias, depth+1)
	}
	made := &yaml.Node{Kind: n.Kind, Tag: n.ShortTag(), Value: n.Value, Line: n.Line}
	keys := map[string]bool{}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if child.ShortTag() == "!!merge" {
				return nil, fmt.Errorf("line %d: << is not understood; write the keys out", child.Line)
			}
			if child.Kind == yaml.ScalarNode && keys[child.Value] {
				return nil, fmt.Errorf("line %d: %s is there twice", child.Line, child.Value)
			}
			keys[child.Value] = true
		}
		copied, err := c.copy(child, depth+1)
		if err != nil {
			return nil, err
		}
		made.Content = append(made.Content, copied)
	}
	return made, nil
}

// place is where the document is: "web.yml:1".
func (d *document) place() string { return fmt.Sprintf("%s:%d", d.file, d.line) }

func (d *document) title() string { return d.text("title") }

// get is the value of a key; nil if there is none.
func (d *document) get(key string) *yaml.Node {
	if d.root == nil {
		return nil
	}
	return field(d.root, key)
}

// text is the text of a key, "" if it has none.
func (d *document) text(key string) string { return valueOf(d.root, key) }

func field(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key && !isNull(n.Content[i+1]) {
			return n.Content[i+1]
		}
	}
	return nil
}

// valueOf is the text of a key, "" if it has none.
func valueOf(n *yaml.Node, key string) string {
	if of := field(n, key); of != nil && of.Kind == yaml.ScalarNode {
		return strings.TrimSpace(of.Value)
	}
	return ""
}

// textsOf are the texts of a list, or of one text.
func textsOf(n *yaml.Node) (texts []string) {
	switch {
	case n == nil:
	case n.Kind == yaml.ScalarNode:
		texts = []string{n.Value}
	case n.Kind == yaml.SequenceNode:
		for _, one := range n.Content {
			if one.Kind == yaml.ScalarNode && !isNull(one) {
				texts = append(texts, one.Value)
			}
		}
	}
	return texts
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }
