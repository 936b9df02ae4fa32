package webhook

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dustin/go-humanize"
)

// TestDocumentedLimits holds what docs/live.md says of the limits against what they are.
func TestDocumentedLimits(t *testing.T) {
	text, err := os.ReadFile("../../docs/live.md")
	if err != nil {
		t.Fatal(err)
	}
	docs := strings.Join(strings.Fields(string(text)), " ")
	size := func(bytes int64) string { return strings.Replace(humanize.IBytes(uint64(bytes)), ".0 ", " ", 1) }
	seconds := func(d time.Duration) string { return fmt.Sprintf("%d s", int(d.Seconds())) }
	for _, want := range []string{
		fmt.Sprintf("| head of a request | %s, within %s |", size(headBytes), seconds(headTimeout)),
		fmt.Sprintf("| body | %s (`--max-body`, up to %s), within %s of the beginning |", size(DefaultMaxBody),
			size(MostBody), seconds(readTimeout)),
		fmt.Sprintf("| events and rejects of a body | %s (`--max-events`, up to %s) |", humanize.Comma(DefaultMaxEvents),
			humanize.Comma(MostEvents)),
		fmt.Sprintf("| text of an event | %s;", size(longestValue)),
		fmt.Sprintf("| answer | within %s. What is not on disk after %s is not stored |", seconds(writeTimeout),
			seconds(answerTimeout)),
		fmt.Sprintf("| connections at a time | %d;", connections),
		fmt.Sprintf("| waiting to be stored | %s deliveries |", humanize.Comma(queueDeliveries)),
		fmt.Sprintf("| large bodies (more than %s) at a time | %d MiB together; others wait for %s,", size(smallBody),
			memoryBytes/readWeight>>20, seconds(memoryWait)),
		fmt.Sprintf("(%d a second, %d at once)", failuresPerSecond, failureBurst),
		fmt.Sprintf("It may send %d events a second (`--rate`) and twice as many at once; ", DefaultRate) +
			"all senders together may send five times as many",
		fmt.Sprintf("Secrets have at least %d bytes", leastSecret),
		fmt.Sprintf("every %s what nobody is reading. Where more than %s could not", seconds(maintainEvery), size(walAlarm)),
	} {
		if !strings.Contains(docs, want) {
			t.Errorf("docs/live.md does not say: %s", want)
		}
	}
	if TotalShare != 5 || idleTimeout != time.Minute || tolerance != 5*time.Minute {
		t.Error("docs/live.md says otherwise in words")
	}
}
