//! Many hands: one piece of work for each element of a list, as many at once as there are threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Does the work for every element; results in the elements' order. The longest work should come first.
pub fn each_at_once<T: Sync, R: Send + Sync>(
    list: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Vec<OnceLock<R>> = list.iter().map(|_| OnceLock::new()).collect();
    let hand = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(element) = list.get(index) else { break };
            results[index].get_or_init(|| work(element));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.min(list.len()).max(1) {
            scope.spawn(hand);
        }
    });
    results
        .into_iter()
        .map(|result| result.into_inner().expect("every element was taken by a hand"))
        .collect()
}

/// The same for elements that the work uses up.
pub fn each_taken<T: Send, R: Send + Sync>(
    list: Vec<T>,
    threads: usize,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let list: Vec<Mutex<Option<T>>> = list.into_iter().map(|element| Mutex::new(Some(element))).collect();
    each_at_once(&list, threads, |element| {
        let element = element.lock().unwrap_or_else(PoisonError::into_inner).take();
        work(element.expect("every element is taken once"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_list() {
        let list: Vec<usize> = (0..100).collect();
        let squares = each_at_once(&list, 4, |number| number * number);
        assert!(squares.iter().enumerate().all(|(index, square)| *square == index * index));
        assert!(each_at_once(&[] as &[usize], 4, |number| *number).is_empty());
        assert_eq!(each_taken(list, 4, |number| number * number), squares);
    }
}
