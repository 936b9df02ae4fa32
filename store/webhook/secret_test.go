package webhook

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSecretFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(secret+"\r\n\n"+anotherSecret), 0o600); err != nil {
		t.Fatal(err)
	}
	secrets, err := SecretFile("--secret-file", Bearer, path)
	if err != nil || len(secrets) != 2 || string(secrets[0]) != secret || string(secrets[1]) != anotherSecret {
		t.Errorf("%q, %v", secrets, err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := SecretFile("--secret-file", Bearer, path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a secret for everybody: %v", err)
	}
	t.Setenv("CREDENTIALS_DIRECTORY", filepath.Dir(path)+"/")
	if _, err := SecretFile("--secret-file", Bearer, path); err != nil {
		t.Errorf("a secret from systemd: %v", err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := SecretFile("--secret-file", Bearer, path); err == nil {
		t.Error("a secret from systemd that everybody may read")
	}
	if _, err := SecretFile("--secret-file", Bearer, path+"x"); err == nil {
		t.Error("no file, no error")
	}
}

func TestUnsoundSecrets(t *testing.T) {
	for _, test := range []struct {
		scheme Scheme
		text   string
		words  string
	}{
		{Bearer, "short-but-mine", "could be guessed"},
		{Bearer, "\n \n", "no secret"},
		{Standard, secret, "not a Standard Webhooks secret"},
		{Standard, standardSecret("short-but-mine"), "could be guessed"},
		{Standard, "whsec_***", "not a Standard Webhooks secret"},
	} {
		_, err := Secrets(test.scheme, test.text)
		if err == nil || !strings.Contains(err.Error(), test.words) || strings.Contains(err.Error(), "mine") {
			t.Errorf("%s %q: %v", test.scheme, test.text, err)
		}
	}
}
