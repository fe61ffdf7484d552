#include <stdio.h>
#include <unistd.h>
#include <sys/socket.h>

#define BUF_SIZE 1024
#define OPSZ 4
#define RLT_SIZE 4

int calculate(int opnum, int opnds[], char op);

int main(int argc, char *argv[])
{
	int sv[2], i, result, opnd_cnt, recv_len, recv_cnt;
	char opmsg[BUF_SIZE], opinfo[BUF_SIZE];
	int round;

	socketpair(PF_UNIX, SOCK_STREAM, 0, sv);
	for(round=0; round<3; round++)
	{
		fputs("Operand count: ", stdout);
		scanf("%d", &opnd_cnt);
		opmsg[0]=(char)opnd_cnt;
		for(i=0; i<opnd_cnt; i++)
		{
			printf("Operand %d: ", i+1);
			scanf("%d", (int*)&opmsg[i*OPSZ+1]);
		}
		fgetc(stdin);
		fputs("Operator: ", stdout);
		scanf("%c", &opmsg[opnd_cnt*OPSZ+1]);
		write(sv[0], opmsg, opnd_cnt*OPSZ+2);

		opnd_cnt=0;
		read(sv[1], &opnd_cnt, 1);
		recv_len=0;
		while((opnd_cnt*OPSZ+1)>recv_len)
		{
			recv_cnt=read(sv[1], &opinfo[recv_len], BUF_SIZE-1);
			recv_len+=recv_cnt;
		}
		result=calculate(opnd_cnt, (int*)opinfo, opinfo[recv_len-1]);
		write(sv[1], (char*)&result, sizeof(result));
		read(sv[0], &result, RLT_SIZE);
		printf("Operation result: %d \n", result);
	}
	close(sv[0]); close(sv[1]);
	return 0;
}

int calculate(int opnum, int opnds[], char op)
{
	int result=opnds[0], i;
	switch(op)
	{
	case '+':
		for(i=1; i<opnum; i++) result+=opnds[i];
		break;
	case '-':
		for(i=1; i<opnum; i++) result-=opnds[i];
		break;
	case '*':
		for(i=1; i<opnum; i++) result*=opnds[i];
		break;
	}
	return result;
}
