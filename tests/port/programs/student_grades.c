/*
 * 학생 성적 관리 프로그램
 * 작성자: 김철수
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX 50
#define SUBJECTS 3

typedef struct {
	char name[20];
	int number;
	int score[SUBJECTS];
	int total;
	float average;
	int rank;
	char grade;
} STUDENT;

STUDENT list[MAX];
int n = 0;

void compute(void)
{
	int i, j;
	for (i = 0; i < n; i++) {
		list[i].total = 0;
		for (j = 0; j < SUBJECTS; j++)
			list[i].total += list[i].score[j];
		list[i].average = (float)list[i].total / SUBJECTS;
		if (list[i].average >= 90.0) list[i].grade = 'A';
		else if (list[i].average >= 80.0) list[i].grade = 'B';
		else if (list[i].average >= 70.0) list[i].grade = 'C';
		else list[i].grade = 'F';
	}
	for (i = 0; i < n; i++) {
		list[i].rank = 1;
		for (j = 0; j < n; j++)
			if (list[j].total > list[i].total)
				list[i].rank++;
	}
}

int by_rank(const void *a, const void *b)
{
	const STUDENT *x = a, *y = b;
	if (x->rank != y->rank)
		return x->rank - y->rank;
	return strcmp(x->name, y->name);
}

void save(char *file)
{
	FILE *fp;
	if ((fp = fopen(file, "wb")) == NULL) {
		printf("파일을 열 수 없습니다.\n");
		return;
	}
	fwrite(&n, sizeof(int), 1, fp);
	fwrite(list, sizeof(STUDENT), n, fp);
	fclose(fp);
}

int load(char *file)
{
	FILE *fp = fopen(file, "rb");
	int count;
	if (!fp) return -1;
	fread(&count, sizeof(int), 1, fp);
	memset(list, 0, sizeof(list));
	count = fread(list, sizeof(STUDENT), count, fp);
	fclose(fp);
	return count;
}

void print(void)
{
	int i, j;
	float sum = 0;
	printf("%-4s %-10s %5s %6s %s\n", "순위", "이름", "총점", "평균", "학점");
	printf("========================================\n");
	for (i = 0; i < n; i++) {
		printf("%4d %-10s %5d %6.2f  %c ", list[i].rank, list[i].name, list[i].total, list[i].average, list[i].grade);
		for (j = 0; j < list[i].score[0] / 20; j++) putchar('*');
		putchar('\n');
		sum += list[i].average;
	}
	printf("반 평균: %f\n", n ? sum / n : 0);
}

int main(void)
{
	STUDENT *s;
	while (n < MAX) {
		s = &list[n];
		if (scanf("%s %d %d %d %d", s->name, &s->number, &s->score[0], &s->score[1], &s->score[2]) != 5)
			break;
		n++;
	}
	compute();
	qsort(list, n, sizeof(STUDENT), by_rank);
	save("grade.dat");
	n = load("grade.dat");
	print();
	return 0;
}
