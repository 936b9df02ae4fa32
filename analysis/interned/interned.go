package interned

import (
	"runtime"
	"sync"
	"weak"
)

// Values hold lists that are written alike as one, as long as somebody uses it.
type Values[T any] struct {
	mutex sync.Mutex
	known map[string]weak.Pointer[T] // by what is written in them
}

// Find is nil if there is none.
func (i *Values[T]) Find(key string) *T {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	return i.known[key].Value()
}

// Keep keeps a list, unless there is one that is written alike: then it gives that one.
func (i *Values[T]) Keep(key string, list *T) *T {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if known := i.known[key].Value(); known != nil {
		return known
	}
	if i.known == nil {
		i.known = map[string]weak.Pointer[T]{}
	}
	i.known[key] = weak.Make(list)
	runtime.AddCleanup(list, i.forget, key)
	return list
}

// forget takes out a list that nobody uses any more. Meanwhile there may be a new one that is written alike.
func (i *Values[T]) forget(key string) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if i.known[key].Value() == nil {
		delete(i.known, key)
	}
}

// Count is how many lists are held.
func (i *Values[T]) Count() int {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	return len(i.known)
}
