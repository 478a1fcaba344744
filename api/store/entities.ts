import { IdempotencyKeyEntity, SettingEntity } from './tables/bookkeeping.ts';
import { CalendarEntryEntity, CalendarFeedEntity } from './tables/calendar-feeds.ts';
import { CallEventEntity } from './tables/call-events.ts';
import { CallEntity } from './tables/calls.ts';
import { ContractEntity, CustomerEntity } from './tables/customers.ts';
import { CallEscalationEntity } from './tables/escalations.ts';
import { PlanLogEntity, ReferenceMomentEntity, ReferenceRowEntity } from './tables/history.ts';
import {
  ApiKeyEntity,
  AuditEntryEntity,
  CredentialEntity,
  GrantEntity,
  PrincipalEntity,
  SessionEntity,
} from './tables/identity.ts';
import { PlanImprovementEntity } from './tables/improvements.ts';
import { CallLinkEntity } from './tables/links.ts';
import { LiveEventEntity } from './tables/live-events.ts';
import { MaintenanceRaisedEntity } from './tables/maintenance.ts';
import { DeliveryEntity, OutboxEntity, SubscriptionEntity, ToldEntity } from './tables/notifications.ts';
import { PaymentStatementEntity } from './tables/payment-statements.ts';
import { AbsenceEntity, CalendarEntity, ResourceEntity } from './tables/people.ts';
import { PeopleEventEntity } from './tables/people-events.ts';
import {
  CallFactsEntity,
  PerformanceMarkEntity,
  PerformanceTallyEntity,
  StaleFiguresEntity,
} from './tables/performance.ts';
import { DeviceEntity, ModelEntity, SiteEntity, SkillEntity, TerritoryEntity, ZoneEntity } from './tables/places.ts';
import { AllocationEntity, PlanEntity } from './tables/plans.ts';
import { BreakEntity, LoanEntity, OnCallEntity, ShiftChangeEntity } from './tables/rota.ts';
import {
  EscalationEntity,
  PriorityRuleEntity,
  RegimeEntity,
  RegimeRuleEntity,
  ReliabilityTargetEntity,
  SpecialDayEntity,
} from './tables/rules.ts';
import { VisitEntity } from './tables/visits.ts';

/** All that MikroORM knows of. */
export const entities = [
  CustomerEntity,
  TerritoryEntity,
  CalendarEntity,
  ContractEntity,
  SkillEntity,
  ModelEntity,
  SiteEntity,
  ZoneEntity,
  DeviceEntity,
  RegimeEntity,
  RegimeRuleEntity,
  PriorityRuleEntity,
  ReliabilityTargetEntity,
  SpecialDayEntity,
  EscalationEntity,
  ResourceEntity,
  AbsenceEntity,
  LoanEntity,
  ShiftChangeEntity,
  BreakEntity,
  OnCallEntity,
  PeopleEventEntity,
  CallEntity,
  CallEventEntity,
  VisitEntity,
  CallEscalationEntity,
  PlanLogEntity,
  ReferenceMomentEntity,
  ReferenceRowEntity,
  CallLinkEntity,
  SubscriptionEntity,
  OutboxEntity,
  DeliveryEntity,
  ToldEntity,
  PlanEntity,
  PlanImprovementEntity,
  AllocationEntity,
  CallFactsEntity,
  PerformanceTallyEntity,
  StaleFiguresEntity,
  PerformanceMarkEntity,
  CalendarFeedEntity,
  CalendarEntryEntity,
  MaintenanceRaisedEntity,
  LiveEventEntity,
  PaymentStatementEntity,
  SettingEntity,
  IdempotencyKeyEntity,
  PrincipalEntity,
  CredentialEntity,
  GrantEntity,
  SessionEntity,
  ApiKeyEntity,
  AuditEntryEntity,
] as const;
