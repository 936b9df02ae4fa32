package logline

import "testing"

func TestFormatFilesReadTheirSamples(t *testing.T) {
	for _, f := range catalogue() {
		failures, samples := CheckSamples(f)
		if samples == 0 {
			t.Errorf("%s has no sample", f.Name)
		}
		for _, failure := range failures {
			t.Errorf("%s, sample %d: %s", f.Name, failure.Sample, failure.Words)
		}
	}
}
