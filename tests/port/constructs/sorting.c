#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N 8

static void print(const char *name, int a[], int n)
{
    int i;
    printf("%-9s", name);
    for (i = 0; i < n; i++)
        printf(" %2d", a[i]);
    printf("\n");
}

static void bubble(int a[], int n)
{
    int i, j, swapped = 1;
    for (i = 0; i < n - 1 && swapped; i++)
        for (swapped = 0, j = 0; j < n - 1 - i; j++)
            if (a[j] > a[j + 1]) {
                int t = a[j];
                a[j] = a[j + 1], a[j + 1] = t;
                swapped = 1;
            }
}

static void insertion(int *a, int n)
{
    int i, j, key;
    for (i = 1; i < n; i++) {
        key = a[i];
        for (j = i - 1; j >= 0 && a[j] > key; j--)
            a[j + 1] = a[j];
        a[j + 1] = key;
    }
}

static void quick(int *a, int low, int high)
{
    int pivot, i = low, j = high;
    if (low >= high)
        return;
    pivot = a[low + (high - low) / 2];
    do {
        while (a[i] < pivot) i++;
        while (a[j] > pivot) j--;
        if (i <= j) {
            int t = a[i];
            a[i++] = a[j];
            a[j--] = t;
        }
    } while (i <= j);
    quick(a, low, j);
    quick(a, i, high);
}

static void merge_sort(int *a, int n, int *spare)
{
    int half = n / 2, i = 0, j = half, k = 0;
    if (n < 2)
        return;
    merge_sort(a, half, spare);
    merge_sort(a + half, n - half, spare);
    while (i < half && j < n)
        spare[k++] = a[i] <= a[j] ? a[i++] : a[j++];
    while (i < half)
        spare[k++] = a[i++];
    memcpy(a, spare, k * sizeof(int));
}

static int find(const int *a, int n, int wanted)
{
    int low = 0, high = n - 1;
    while (low <= high) {
        int middle = low + (high - low) / 2;
        if (a[middle] == wanted)
            return middle;
        if (a[middle] < wanted)
            low = middle + 1;
        else
            high = middle - 1;
    }
    return -1;
}

static int descending(const void *x, const void *y)
{
    return *(int *)y - *(int *)x;
}

int main(void)
{
    const int source[N] = {42, 7, 19, 3, 88, 7, 0, 56};
    int a[N], spare[N];

    memcpy(a, source, sizeof(a));
    bubble(a, N);
    print("bubble", a, N);
    memcpy(a, source, sizeof(a));
    insertion(a, N);
    print("insertion", a, N);
    memcpy(a, source, sizeof(a));
    quick(a, 0, N - 1);
    print("quick", a, N);
    memcpy(a, source, sizeof(a));
    merge_sort(a, N, spare);
    print("merge", a, N);
    printf("%d %d\n", find(a, N, 19), find(a, N, 20));
    qsort(a, N, sizeof(a[0]), descending);
    print("qsort", a, N);
    return 0;
}
