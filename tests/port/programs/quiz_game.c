#include <stdio.h>
#include <string.h>
#include <stdlib.h>

#define QUIZ_COUNT 4
#define MAX_LEN 100

// 퀴즈 구조체
typedef struct quiz {
    char question[MAX_LEN];
    char answer[MAX_LEN];
    int  score;
} Quiz;

Quiz quiz_list[QUIZ_COUNT] = {
    {"대한민국의 수도는?", "서울", 10},
    {"TCP는 연결지향인가? (y/n)", "y", 20},
    {"1+1=?", "2", 30},
    {"HTTP의 기본 포트는?", "80", 40},
};

int check_answer(Quiz *q, char *input)
{
    if (strcmp(q->answer, input) == 0) return 1;
    else return 0;
}

int main()
{
    char input[MAX_LEN];
    int total = 0, correct = 0;
    int i;
    int unused;

    printf("=== 퀴즈 게임 ===\n");
    for (i = 0; i < QUIZ_COUNT; i++) {
        printf("[문제 %d] %s\n> ", i + 1, quiz_list[i].question);
        if (fgets(input, sizeof(input), stdin) == NULL) break;
        input[strcspn(input, "\n")] = '\0';
        if (check_answer(&quiz_list[i], input)) {
            printf("정답! +%d\n", quiz_list[i].score);
            total += quiz_list[i].score;
            correct++;
        } else {
            printf("오답! 정답은 %s\n", quiz_list[i].answer);
        }
    }
    printf("총점: %d (%d/%d) %.1f%%\n", total, correct, QUIZ_COUNT, (double)correct / QUIZ_COUNT * 100);
    if (total >= 60) printf("합격\n"); else printf("불합격\n");
    return 0;
}
