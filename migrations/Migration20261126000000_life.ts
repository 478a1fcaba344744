import { Migration } from '@mikro-orm/migrations';

/**
 * What the life of a call adds to it, and what a journal needs so that any past moment can be made again from it: when
 * each entry was recorded, and by which transaction. Calls that are there already are entered whole, once.
 */
export class Migration20261126000000_life extends Migration {
  override up(): void {
    this.addSql(`alter table calls add column temporary_fixed_at bigint, add column arrived_at bigint,
      add column visit_skills jsonb, add column resolution text`);
    this.addSql(`create table visits (
      territory text not null, call text not null, visit integer not null, resource text not null,
      travelled_at bigint, arrived_at bigint not null, left_at bigint, time_spent bigint, outcome text,
      primary key (territory, call, visit))`);
    this.addSql('create index visits_arrived on visits (arrived_at)');
    this.addSql('alter table call_events disable trigger call_events_append_only');
    this.addSql(`alter table call_events add column recorded_at bigint,
      add column xid xid8 not null default pg_current_xact_id()`);
    this.addSql('update call_events set recorded_at = "at"');
    this.addSql(`alter table call_events alter column recorded_at set not null,
      alter column recorded_at set default floor(extract(epoch from clock_timestamp()) * 1000)`);
    this.addSql('alter table call_events enable trigger call_events_append_only');
    this.addSql('create index call_events_recorded on call_events (recorded_at)');
    this.addSql(`insert into call_events (territory, call, "at", kind, who, why, data)
      select territory, number, floor(extract(epoch from clock_timestamp()) * 1000)::bigint, 'recorded', 'migration', null,
        jsonb_build_object('set', jsonb_build_object('row', "row", 'number', number, 'device', device, 'contact', contact,
          'description', description, 'type', type, 'loggedAt', logged_at, 'occurredAt', occurred_at,
          'serviceAffecting', service_affecting, 'estimatedTime', estimated_time, 'earliest', earliest, 'latest', latest,
          'status', status, 'resource', resource, 'pinned', pinned, 'respondedAt', responded_at) ||
          jsonb_build_object('fixedAt', fixed_at, 'closedAt', closed_at, 'holds', holds, 'duplicateOf', duplicate_of,
          'excuse', excuse, 'emergency', emergency, 'raisedTo', raised_to, 'plannedStart', planned_start,
          'temporaryFixedAt', null, 'arrivedAt', null, 'visitSkills', null, 'resolution', null, 'inUse', in_use, 'keptTerms', kept_terms))
      from calls`);
  }
}
